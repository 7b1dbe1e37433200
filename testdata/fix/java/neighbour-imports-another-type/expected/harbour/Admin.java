package harbour;

import com.flagsmith.models.Flags;
import io.getunleash.Unleash;

public class Admin {
    int list(Unleash unleash, Flags flags) {
        return flags.size();
    }
}
