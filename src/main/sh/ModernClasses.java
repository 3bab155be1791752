import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Gives old class files under a directory a current version and stack maps. The JVM keeps no class older than Java 6 in its start-up
/// cache, and verifies each at every start.
///
/// usage: java ModernClasses.java DIRECTORY
class ModernClasses {

  private static final int FIRST_CACHED = ClassFile.JAVA_6_VERSION;

  public static void main(String[] arguments) throws IOException {
    var root = Path.of(arguments[0]);
    try (var classes = new URLClassLoader(new URL[] {root.toUri().toURL()});
        var paths = Files.walk(root)) {
      // Where two branches meet, a stack map needs the common parent of two of these classes.
      var hierarchy =
          ClassHierarchyResolver.ofResourceParsing(classes)
              .orElse(ClassHierarchyResolver.defaultResolver());
      var files =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ClassHierarchyResolverOption.of(hierarchy));
      List<Path> found = paths.filter(path -> path.toString().endsWith(".class")).toList();
      for (Path path : found) {
        ClassModel model = files.parse(path);
        if (model.majorVersion() < FIRST_CACHED) {
          Files.write(path, modern(files, model));
        }
      }
    }
  }

  private static byte[] modern(ClassFile files, ClassModel model) {
    var version =
        ClassTransform.endHandler(builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0));
    return files.transformClass(
        model, ClassTransform.transformingMethodBodies(CodeTransform.ACCEPT_ALL).andThen(version));
  }
}
