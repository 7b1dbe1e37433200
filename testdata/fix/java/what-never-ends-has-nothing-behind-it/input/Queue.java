package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.util.List;

class Queue {
    private LDClient client;
    private List<String> waiting;

    int release(User user) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                return 1;
            }
            waiting.clear();
        } finally {
            waiting.add("end");
        }
        return 2;
    }

    int locked(User user) {
        synchronized (this) {
            if (client.boolVariation("beta", user.context(), false)) {
                return waiting.size();
            }
            waiting.clear();
        }
        return 2;
    }

    int both(User user, boolean empty) {
        if (empty) {
            if (client.boolVariation("beta", user.context(), false)) {
                return 1;
            }
            waiting.add("first");
        } else {
            return 3;
        }
        return waiting.size();
    }

    int poll(User user) {
        while (true) {
            if (!client.boolVariation("beta", user.context(), false)) {
                break;
            }
            if (waiting.size() > 3) {
                return 3;
            }
        }
        return 1;
    }

    int first(User user) {
        int tries = 0;
        do {
            if (client.boolVariation("beta", user.context(), false)) {
                return tries;
            }
            tries++;
        } while (tries < 3);
        return -1;
    }

    int still(User user) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                return waiting.size();
            }
            waiting.clear();
        } catch (RuntimeException error) {
            waiting.add("again");
        }
        return 2;
    }
}
