import com.launchdarkly.sdk.LDContext;

public class Page {
  Object anything;

  boolean on(LDContext user) {
    return true;
  }

  void set(LDContext user) {
    this.anything = true;
  }
}
