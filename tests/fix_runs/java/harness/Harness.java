package harness;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes down what a program asks, and answers with drawn values. */
public final class Harness {
    public static final List<String> trace = new ArrayList<>();
    private static final Map<String, Integer> counts = new HashMap<>();
    private static Map<String, String> served = Map.of();
    private static Set<String> gone = Set.of();
    private static int seed;

    private Harness() {}

    public static void begin(int of, Map<String, String> flags, Set<String> removed) {
        trace.clear();
        counts.clear();
        seed = of;
        served = flags;
        gone = removed;
    }

    public static int drawn(String label) {
        int count = counts.merge(label, 1, Integer::sum);
        int value = (seed + "/" + label + "/" + count).hashCode();
        value = (value ^ value >>> 13) * 0x5bd1e995;
        return (value ^ value >>> 15) >>> 4;
    }

    public static void note(String text) {
        trace.add(text);
        if (trace.size() > 300) {
            throw new Error("too long");
        }
    }

    public static String served(String key) {
        if (gone.contains(key)) {
            note("asks for " + key);
        }
        return served.get(key);
    }

    public static void trace(String label) {
        note(label);
    }

    public static boolean ask(String label) {
        note(label);
        return drawn(label) % 2 == 0;
    }

    public static int number(String label) {
        note(label);
        return drawn(label) % 4;
    }

    public static String text(String label) {
        note(label);
        return new String[] {"red", "blue", "a", ""}[drawn(label) % 4];
    }

    public static boolean fail(String label) {
        note(label);
        if (drawn(label) % 2 == 1) {
            throw new IllegalStateException(label);
        }
        return true;
    }

    public static void show(String label, Object... values) {
        note(label + " " + Arrays.toString(values));
    }
}
