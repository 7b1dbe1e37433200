package harbour;

import org.ff4j.aop.Flip;

public interface Greeting {
    @Flip(name = "night-ferry", alterBean = "nightGreeting")
    String hello();
}
