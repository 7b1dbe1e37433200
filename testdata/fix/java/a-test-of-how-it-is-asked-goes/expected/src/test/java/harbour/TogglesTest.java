package harbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.api.Test;

class TogglesTest {
    private final LDClient client = mock(LDClient.class);
    private final Toggles toggles = new Toggles(client);

    @Test
    void isMade() {
        assertThat(toggles).isNotNull();
    }
}
