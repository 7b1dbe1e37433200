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
            if (client.boolVariation("beta", user.context(), false)) {
                log.info("sent twice");
                mailer.send(message);
            }
            return mailer.send(message);
        } catch (IOException error) {
            return 2;
        }
    }

    int repeat(User user, Message message) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                count();
            }
            return mailer.send(message);
        } catch (IOException error) {
            return 2;
        }
    }

    int guard(User user, Message message) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                mailer.check(message);
            }
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
