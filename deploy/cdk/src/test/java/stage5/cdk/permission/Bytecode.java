package stage5.cdk.permission;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.LoadableConstantEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The call graph of classes, read from their bytecode.
 *
 * <p>A call may reach every overriding method, because the bean behind an interface is known only at run time. So the result
 * can contain too many methods, but never too few.
 */
final class Bytecode {

    /** A form module without a class of its own has no such folder, but is on Maven's class path. */
    private static final Path NO_CLASSES = Path.of("target", "classes");

    /** A method; a constructor has the name {@code <init>}. */
    record Method(String owner, String name, String descriptor) {

        private Method in(String other) {
            return new Method(other, name, descriptor);
        }
    }

    private final Map<Method, List<Method>> calls = new HashMap<>();
    private final Map<String, List<Method>> constructors = new HashMap<>();
    private final Map<String, Set<String>> subtypes = new HashMap<>();
    private final Map<String, List<String>> supertypes = new HashMap<>();

    /** Reads jars or folders of class files. */
    Bytecode(Collection<Path> origins) {
        origins.forEach(this::read);
        supertypes.forEach((type, parents) -> parents.forEach(parent ->
                subtypes.computeIfAbsent(parent, any -> new HashSet<>()).add(type)));
    }

    /**
     * Returns all methods that the given ones call, directly or not, including methods of classes that weren't read. The
     * constructors of their classes count as called: the container calls those of beans, and they may create lambdas.
     */
    Set<Method> reachableFrom(Collection<Method> roots) {
        Set<Method> reached = new HashSet<>(roots);
        Deque<Method> waiting = new ArrayDeque<>(reached);
        while (!waiting.isEmpty()) {
            Method next = waiting.pop();
            for (Method called : calls.getOrDefault(next, List.of())) {
                targets(called).filter(reached::add).forEach(waiting::push);
            }
            constructors.getOrDefault(next.owner(), List.of()).stream()
                    .filter(reached::add)
                    .forEach(waiting::push);
        }
        return reached;
    }

    /** Returns the names of all classes that were read. */
    Set<String> types() {
        return supertypes.keySet();
    }

    /** Returns the methods of the classes, including inherited ones that were read, because a framework may call either. */
    Set<Method> methodsOf(Set<String> types) {
        Set<String> owners = types.stream().flatMap(this::ancestors).collect(Collectors.toSet());
        return calls.keySet().stream()
                .filter(method -> owners.contains(method.owner()))
                .collect(Collectors.toSet());
    }

    /** The method, its declarations in supertypes, and its overrides in subtypes. */
    private Stream<Method> targets(Method called) {
        return Stream.concat(ancestors(called.owner()), descendants(called.owner()))
                .distinct()
                .map(called::in)
                .filter(method -> calls.containsKey(method) || method.equals(called));
    }

    private Stream<String> ancestors(String type) {
        return Stream.concat(
                Stream.of(type),
                supertypes.getOrDefault(type, List.of()).stream().flatMap(this::ancestors));
    }

    private Stream<String> descendants(String type) {
        return subtypes.getOrDefault(type, Set.of()).stream()
                .flatMap(subtype -> Stream.concat(Stream.of(subtype), descendants(subtype)));
    }

    private void read(Path origin) {
        if (origin.endsWith(NO_CLASSES) && Files.notExists(origin)) {
            return;
        }
        try {
            if (Files.isDirectory(origin)) {
                readFolder(origin);
            } else {
                try (FileSystem jar = FileSystems.newFileSystem(origin)) {
                    readFolder(jar.getPath("/"));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + origin, e);
        }
    }

    private void readFolder(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".class"))
                    .filter(name -> !name.endsWith("module-info.class"))
                    .toList()) {
                readClass(ClassFile.of().parse(Files.readAllBytes(file)));
            }
        }
    }

    private void readClass(ClassModel type) {
        String name = type.thisClass().asInternalName();
        supertypes.put(
                name,
                Stream.concat(type.superclass().stream(), type.interfaces().stream())
                        .map(ClassEntry::asInternalName)
                        .toList());
        for (MethodModel method : type.methods()) {
            Method read = new Method(
                    name, method.methodName().stringValue(), method.methodType().stringValue());
            calls.put(read, callsOf(method));
            if (read.name().equals("<init>")) {
                constructors.computeIfAbsent(name, any -> new ArrayList<>()).add(read);
            }
        }
    }

    private static List<Method> callsOf(MethodModel method) {
        List<Method> called = new ArrayList<>();
        method.code()
                .ifPresent(code -> code.forEach(element -> {
                    switch (element) {
                        case InvokeInstruction call -> called.add(methodOf(call.method()));
                        // Treats the target of a lambda or method reference as called where it is created.
                        case InvokeDynamicInstruction made ->
                            made.invokedynamic()
                                    .bootstrap()
                                    .arguments()
                                    .forEach(argument -> addHandle(argument, called));
                        default -> {
                            // Not a call.
                        }
                    }
                }));
        return called;
    }

    private static void addHandle(LoadableConstantEntry argument, List<Method> called) {
        if (argument instanceof MethodHandleEntry handle) {
            called.add(methodOf(handle.reference()));
        }
    }

    private static Method methodOf(MemberRefEntry reference) {
        return new Method(
                reference.owner().asInternalName(),
                reference.name().stringValue(),
                reference.type().stringValue());
    }
}
