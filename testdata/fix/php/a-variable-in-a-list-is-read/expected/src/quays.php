<?php

function columns(): array
{
    return [true, 3];
}
