package dev.gitexport.test.cluster;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Starts the cluster before the first test that wants it, says which one it is, and stops it when
/// the last test of the JVM has ended.
final class ClusterExtension implements BeforeAllCallback, ParameterResolver {

  @Override
  public void beforeAll(ExtensionContext context) {
    cluster(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == TestCluster.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return cluster(context);
  }

  private static TestCluster cluster(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(ClusterExtension.class))
        .computeIfAbsent(TestCluster.class, _ -> start(), TestCluster.class);
  }

  private static TestCluster start() {
    long begun = System.nanoTime();
    TestCluster cluster = ClusterChoice.ofThisMachine().start();
    System.out.printf(
        "Test cluster: %s, Kubernetes %s, ready after %.1f s%n",
        cluster.description(), cluster.version(), (System.nanoTime() - begun) / 1e9);
    return cluster;
  }
}
