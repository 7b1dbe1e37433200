package dev.openfeature.sdk;

/** A stub of the real one: the same calls. */
public final class Client {
    public Boolean getBooleanValue(String key, Boolean other) {
        return harness.Harness.served(key).equals("true");
    }

    public String getStringValue(String key, String other) {
        return harness.Harness.served(key);
    }

    public Integer getIntegerValue(String key, Integer other) {
        return Integer.valueOf(harness.Harness.served(key));
    }
}
