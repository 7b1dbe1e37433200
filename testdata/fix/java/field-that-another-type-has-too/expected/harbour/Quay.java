package harbour;

class Quay {
    int berths() {
        return 1;
    }
}

class Ship {
    private final boolean NIGHT = false;

    int lamps() {
        return NIGHT ? 3 : 4;
    }
}
