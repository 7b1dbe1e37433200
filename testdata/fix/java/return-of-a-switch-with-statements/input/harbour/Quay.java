package harbour;

import dev.openfeature.sdk.Client;

class Quay {
    private final Client client;

    Quay(Client client) {
        this.client = client;
    }

    int berth(Ship ship) {
        return switch (client.getStringValue("night-ferry", "early")) {
            case "early" -> ship.first();
            case "late", "later" -> {
                int width = ship.width() / 2;
                yield ship.last(width);
            }
            default -> throw new IllegalArgumentException();
        };
    }

    int depth(Ship ship) {
        int depth = switch (client.getStringValue("night-ferry", "early")) {
            case "early" -> 1;
            default -> {
                yield ship.depth();
            }
        };
        return depth;
    }
}
