package dev.gitexport.test;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/// How long tests wait where they do not say: far longer than a slow and busy machine takes. A wait
/// ends when what it is for is there.
public final class Patience implements TestExecutionListener {

  public static final Duration LONG = Duration.ofMinutes(2);

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    Awaitility.setDefaultTimeout(LONG);
  }
}
