package stage5.cli.command;

import java.io.PrintStream;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Stack;
import stage5.stack.terminal.Style;

/** Prints the addresses of a stack. */
final class AddressPrinter {

    private AddressPrinter() {}

    static void print(Stack stack, boolean services, PrintStream out) {
        Ports ports = stack.ports();
        if (services) {
            line(out, "the shop's API", ports.gateway());
            line(out, "its OpenAPI document", ports.gateway().resolve("/q/openapi"));
            for (Component service : Component.services()) {
                if (service != Component.GATEWAY) {
                    line(out, service.label(), ports.address(service));
                }
            }
            line(
                    out,
                    "administrator",
                    stack.admin().email() + " " + stack.admin().password());
        }
        line(out, "inbox (all sent mails)", ports.console().resolve("/inbox"));
        line(out, "traces (Zipkin)", ports.zipkin().resolve("/zipkin/"));
        line(out, "local cloud's console", ports.console());
        line(out, "payment provider", ports.payment());
        line(out, "DynamoDB, SQS, SNS", "%s, %s, %s".formatted(ports.dynamoDb(), ports.sqs(), ports.sns()));
        line(
                out,
                "Redis, sessions, SMTP, OTLP",
                "127.0.0.1:%d, :%d, :%d, :%d"
                        .formatted(
                                ports.redis(),
                                ports.sessions(),
                                ports.smtp(),
                                ports.otlp().getPort()));
    }

    private static void line(PrintStream out, String name, Object address) {
        out.printf("  %-26s %s%n", name, Style.STRONG.of(address));
    }
}
