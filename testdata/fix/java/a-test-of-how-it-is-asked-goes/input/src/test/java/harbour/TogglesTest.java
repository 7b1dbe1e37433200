package harbour;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.launchdarkly.sdk.server.LDClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TogglesTest {
    private final LDClient client = mock(LDClient.class);
    private final Toggles toggles = new Toggles(client);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void asksForTheMap(Boolean state) {
        givenToggle(state);

        assertThat(toggles.isMapShown()).isEqualTo(state);
        verify(client).boolVariation(eq("quay-map"), any(), eq(false));
    }

    @Test
    void isMade() {
        assertThat(toggles).isNotNull();
    }

    private void givenToggle(boolean state) {
        when(client.boolVariation(anyString(), any(), anyBoolean())).thenReturn(state);
    }
}
