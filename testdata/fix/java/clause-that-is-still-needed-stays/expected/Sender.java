package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.io.IOException;

class Sender {
    private LDClient client;
    private Logger log;
    private Mailer mailer;
    private int sent;

    int send(User user, Message message) {
        try {
            return mailer.send(message);
        } catch (IOException error) {
            return 2;
        }
    }

    int repeat(User user, Message message) {
        try {
            return mailer.send(message);
        } catch (IOException error) {
            return 2;
        }
    }

    int guard(User user, Message message) {
        try {
            return 1;
        } catch (Exception error) {
            return 2;
        }
    }

    private void count() {
        sent++;
    }

    int sent() {
        count();
        return sent;
    }
}
