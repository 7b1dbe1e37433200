package shop;

import com.launchdarkly.sdk.server.LDClient;

class Sender {
    private LDClient client;
    private Mailer mailer;
    private int failed;

    int send(User user, Message message) {
        return 1;
    }

    int count(User user) {
        try {
            return failed;
        } catch (RuntimeException error) {
            return -2;
        }
    }

    void close(User user) {
        try {
            failed = 0;
        } finally {
            mailer = null;
        }
    }
}
