<?php

menu();
badge();
done();
