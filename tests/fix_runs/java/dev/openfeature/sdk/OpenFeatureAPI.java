package dev.openfeature.sdk;

/** A stub of the real one. */
public final class OpenFeatureAPI {
    private static final OpenFeatureAPI ONLY = new OpenFeatureAPI();

    public static OpenFeatureAPI getInstance() {
        return ONLY;
    }

    public Client getClient() {
        return new Client();
    }
}
