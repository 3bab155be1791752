package dev.gitexport.test;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Prints every skipped test with its reason when a run has ended: Surefire's summary only counts
/// them.
public final class SkippedTests implements TestExecutionListener {

  private final List<String> skipped = new CopyOnWriteArrayList<>();
  private final Consumer<String> out;

  public SkippedTests() {
    this(System.out::println);
  }

  SkippedTests(Consumer<String> out) {
    this.out = out;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    skipped.add("Skipped: %s: %s".formatted(nameOf(test), reason));
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    if (result.getStatus() == Status.ABORTED) {
      var reason = result.getThrowable().map(Throwable::getMessage).orElse("no reason given");
      skipped.add("Skipped: %s: %s".formatted(nameOf(test), reason));
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    skipped.forEach(out);
    skipped.clear();
  }

  private static String nameOf(TestIdentifier test) {
    var where =
        switch (test.getSource().orElse(null)) {
          case MethodSource method -> method.getClassName() + "." + method.getMethodName();
          case ClassSource type -> type.getClassName();
          case null, default -> test.getUniqueId();
        };
    var name = test.getDisplayName().replace("()", "");
    return where.endsWith(name) ? where : where + " " + name;
  }
}
