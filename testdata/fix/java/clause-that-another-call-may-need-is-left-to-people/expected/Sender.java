package shop;

import com.launchdarkly.sdk.server.LDClient;
import java.io.IOException;

class Sender {
    private LDClient client;
    private Mailer mailer;

    int send(User user, Message message) {
        try {
            return mailer.send(message);
        } catch (IOException error) {
            return 2;
        }
    }
}
