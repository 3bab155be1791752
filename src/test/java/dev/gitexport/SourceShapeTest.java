package dev.gitexport;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the compiler does not keep of a source: how long things are, and that a package says what
/// it is for.
final class SourceShapeTest {

  private static final Path SOURCES = Path.of("src/main/java");
  private static final int CLASS_LINES = 250;
  private static final int METHOD_LINES = 30;
  private static final int RECONCILE_LINES = 25;

  @Test
  void classesAndMethodsAreShort() throws IOException {
    assertThat(tooLong(sources()))
        .as("longer than the style allows: find the missing noun")
        .isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    var silent =
        sources().stream()
            .map(source -> source.resolveSibling("package-info.java"))
            .distinct()
            .filter(info -> !saysSomething(info))
            .toList();

    assertThat(silent).as("package-info.java with a /// comment").isEmpty();
  }

  private static boolean saysSomething(Path packageInfo) {
    try {
      return Files.exists(packageInfo) && Files.readString(packageInfo).startsWith("/// ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() throws IOException {
    try (var files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    }
  }

  private static List<String> tooLong(List<Path> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null, files, null, null, null, files.getJavaFileObjectsFromPaths(sources));
      var measured = new Lengths(Trees.instance(task));
      for (var unit : task.parse()) {
        measured.scan(unit, null);
      }
      return measured.tooLong;
    }
  }

  /// Measures declarations from their first line, annotations included, to the closing brace.
  private static final class Lengths extends TreePathScanner<@Nullable Void, @Nullable Void> {

    private final Trees trees;
    private final List<String> tooLong = new ArrayList<>();

    Lengths(Trees trees) {
      this.trees = trees;
    }

    @Override
    public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
      measure(type, type.getSimpleName().toString(), CLASS_LINES);
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void unused) {
      var name = method.getName().toString();
      measure(method, name, name.equals("reconcile") ? RECONCILE_LINES : METHOD_LINES);
      return super.visitMethod(method, null);
    }

    private void measure(Tree declaration, String name, int limit) {
      CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
      var positions = trees.getSourcePositions();
      var start = positions.getStartPosition(unit, declaration);
      var end = positions.getEndPosition(unit, declaration);
      if (start < 0 || end < 0) {
        return; // what the compiler adds, as a record's accessors, has no place in the source
      }
      var lines = unit.getLineMap().getLineNumber(end) - unit.getLineMap().getLineNumber(start) + 1;
      if (lines > limit) {
        tooLong.add(
            "%s: %s has %d lines, %d are allowed"
                .formatted(
                    Path.of(unit.getSourceFile().getName()).getFileName(), name, lines, limit));
      }
    }
  }
}
