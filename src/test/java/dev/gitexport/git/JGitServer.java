package dev.gitexport.git;

import dev.gitexport.test.Ports;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jgit.http.server.GitServlet;
import org.eclipse.jgit.lfs.server.LargeFileRepository;
import org.eclipse.jgit.lfs.server.LfsProtocolServlet;
import org.eclipse.jgit.lfs.server.fs.FileLfsRepository;
import org.eclipse.jgit.lfs.server.fs.FileLfsServlet;
import org.eclipse.jgit.transport.resolver.FileResolver;

/// JGit's servers of repositories and of LFS objects, in this JVM.
final class JGitServer implements AutoCloseable {

  private static final long PATIENCE_MILLIS = 60_000;

  private final int port = Ports.free();
  private final Server server =
      new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  private final List<String> requests = new CopyOnWriteArrayList<>();

  private JGitServer() {}

  /// @param repositories the directory that they are in
  /// @param objects the directory of LFS objects
  /// @param repository the one that has LFS objects
  static JGitServer start(Path repositories, Path objects, String repository) throws Exception {
    var made = new JGitServer();
    made.serve(repositories, new FileLfsRepository(made.url("lfs/"), objects), repository);
    made.server.setRequestLog((request, _) ->
        made.requests.add(request.getMethod() + " " + request.getHttpURI().getPathQuery()));
    made.server.start();
    return made;
  }

  private void serve(Path repositories, FileLfsRepository objects, String repository) {
    var git = new GitServlet();
    git.setRepositoryResolver(new FileResolver<>(repositories.toFile(), true));
    var context = new ServletContextHandler("/");
    context.addServlet(new ServletHolder(git), "/git/*");
    context.addServlet(
        new ServletHolder(new Batches(objects)),
        "/git/%s/info/lfs/objects/batch".formatted(repository));
    context.addServlet(new ServletHolder(new FileLfsServlet(objects, PATIENCE_MILLIS)), "/lfs/*");
    server.setHandler(context);
  }

  @SuppressWarnings("serial")
  private static final class Batches extends LfsProtocolServlet {

    private final FileLfsRepository objects;

    Batches(FileLfsRepository objects) {
      this.objects = objects;
    }

    @Override
    protected LargeFileRepository getLargeFileRepository(
        LfsRequest request, String path, String auth) {
      return objects;
    }
  }

  String url(String path) {
    return "http://localhost:%d/%s".formatted(port, path);
  }

  List<String> requests() {
    return requests;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
