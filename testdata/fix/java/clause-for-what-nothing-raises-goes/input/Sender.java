package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.io.IOException;
import java.text.ParseException;

class Sender {
    private LDClient client;
    private Mailer mailer;
    private int failed;

    int send(User user, Message message) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                mailer.send(message);
            }
            return 1;
        } catch (IOException error) {
            return 2;
        }
    }

    int count(User user) {
        try {
            return client.boolVariation("beta", user.context(), false) ? mailer.waiting(user) : failed;
        } catch (IOException error) {
            return -1;
        } catch (RuntimeException error) {
            return -2;
        }
    }

    void close(User user) {
        try {
            if (client.boolVariation("beta", user.context(), false)) {
                mailer.close();
            } else {
                failed = 0;
            }
        } catch (IOException | ParseException error) {
            failed++;
        } finally {
            mailer = null;
        }
    }
}
