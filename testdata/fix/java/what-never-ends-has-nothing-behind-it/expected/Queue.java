package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.util.List;

class Queue {
    private LDClient client;
    private List<String> waiting;

    int release(User user) {
        try {
            return 1;
        } finally {
            waiting.add("end");
        }
    }

    int locked(User user) {
        synchronized (this) {
            return waiting.size();
        }
    }

    int both(User user, boolean empty) {
        if (empty) {
            return 1;
        } else {
            return 3;
        }
    }

    int poll(User user) {
        while (true) {
            if (waiting.size() > 3) {
                return 3;
            }
        }
    }

    int first(User user) {
        int tries = 0;
        return tries;
    }

    int still(User user) {
        try {
            return waiting.size();
        } catch (RuntimeException error) {
            waiting.add("again");
        }
        return 2;
    }
}
