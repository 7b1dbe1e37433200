import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Compiles and runs Java programs with a stub of OpenFeature. A request is key=value lines, `gone=`, then the text. */
public final class Driver {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
    private static final StandardJavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            int flags = Integer.parseInt(line);
            Map<String, String> served = new HashMap<>();
            for (int at = 0; at < flags; at++) {
                String[] pair = in.readLine().split("=");
                served.put(pair[0], pair[1]);
            }
            Set<String> gone = Set.of(in.readLine().split(","));
            StringBuilder text = new StringBuilder();
            for (int rest = Integer.parseInt(in.readLine()); rest > 0; rest--) {
                text.append(in.readLine()).append('\n');
            }
            System.out.println(answer(text.toString(), served, gone));
        }
    }

    private static String answer(String text, Map<String, String> served, Set<String> gone) {
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        Memory memory = new Memory(FILES);
        JavaFileObject source = new SimpleJavaFileObject(URI.create("string:///Program.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignore) {
                return text;
            }
        };
        List<String> options = List.of("-proc:none", "-nowarn", "-classpath", System.getProperty("java.class.path"));
        if (!COMPILER.getTask(new StringWriter(), memory, said, options, null, List.of(source)).call()) {
            for (Diagnostic<?> one : said.getDiagnostics()) {
                if (one.getKind() == Diagnostic.Kind.ERROR) {
                    return "broken " + quoted(one.getLineNumber() + ": " + one.getMessage(null));
                }
            }
            return "broken " + quoted("it does not compile");
        }
        StringBuilder out = new StringBuilder("runs");
        for (int seed = 0; seed < 6; seed++) {
            out.append('\t').append(quoted(run(memory, seed, served, gone)));
        }
        return out.toString();
    }

    private static String run(Memory memory, int seed, Map<String, String> served, Set<String> gone) {
        harness.Harness.begin(seed, served, gone);
        String end;
        try {
            Class<?> program = memory.loader().loadClass("shop.Program");
            Object it = program.getDeclaredConstructor().newInstance();
            Object result = program.getMethod("main", boolean.class, boolean.class, int.class, String.class).invoke(
                it, harness.Harness.drawn("a") % 2 == 0, harness.Harness.drawn("b") % 2 == 0,
                harness.Harness.drawn("n") % 4, new String[] {"red", "blue", "a"}[harness.Harness.drawn("s") % 3]);
            end = "gives " + result;
        } catch (InvocationTargetException failed) {
            end = "fails " + failed.getCause();
        } catch (ReflectiveOperationException | LinkageError failed) {
            end = "fails " + failed;
        }
        return String.join("\n", harness.Harness.trace) + "\n" + end;
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", " ");
    }

    /** Classes as they were compiled. */
    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

        Memory(JavaFileManager files) {
            super(files);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location place, String name, JavaFileObject.Kind kind, FileObject near) {
            return new SimpleJavaFileObject(URI.create("mem:///" + name.replace('.', '/') + ".class"), kind) {
                @Override
                public ByteArrayOutputStream openOutputStream() {
                    ByteArrayOutputStream out = new ByteArrayOutputStream();
                    classes.put(name, out);
                    return out;
                }
            };
        }

        ClassLoader loader() {
            return new ClassLoader(Driver.class.getClassLoader()) {
                @Override
                protected Class<?> findClass(String name) throws ClassNotFoundException {
                    ByteArrayOutputStream bytes = classes.get(name);
                    if (bytes == null) {
                        throw new ClassNotFoundException(name);
                    }
                    return defineClass(name, bytes.toByteArray(), 0, bytes.size());
                }
            };
        }
    }
}
