package stage5.cli.command;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import stage5.topology.Queue;
import stage5.topology.Topology;

/** Finds a queue by its own name or by that of its dead-letter queue. */
final class QueueNameConverter implements ITypeConverter<Queue> {

    @Override
    public Queue convert(String name) {
        List<Queue> queues = Topology.load().queues().toList();
        return queues.stream()
                .filter(queue ->
                        queue.name().equals(name) || queue.deadLetterQueue().equals(name))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("There is no queue %s; the queues are %s"
                        .formatted(name, queues.stream().map(Queue::name).collect(Collectors.joining(", ")))));
    }
}
