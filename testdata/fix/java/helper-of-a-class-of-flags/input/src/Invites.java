package app.flags;

import java.util.ArrayList;
import java.util.List;

class Invites {
    private final Toggles toggles;

    Invites(Toggles toggles) {
        this.toggles = toggles;
    }

    List<String> invites(List<String> parties, String applicant) {
        List<String> all = new ArrayList<>();
        for (String party : parties) {
            String invite = "for " + party;
            all.add(invite);
        }
        if (toggles.isNewHeaderEnabled()) {
            String invite = "new " + applicant;
            all.add(invite);
        }
        return all;
    }
}
