package stage5.cli.incident;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small incident for tests. */
final class TestIncident {

    static final String YAML = """
        id: orders-wait
        title: Orders wait
        question: Why?
        load: {orders: 1, logIns: 0, calm: PT5S, duration: PT20S}
        seed: 7
        faults:
          payment: {latencyMillis: 4000}
        timeToLive: PT30S
        proof:
          - {console: /faults, at: /faults/payment/active, is: "true"}
        symptoms: [Orders wait.]
        trace: {service: order-service, name: POST*, minMillis: 1900, attributes: {peer.service: payment}}
        alarm: {name: orders-confirmed-unusual, speed: 30, within: PT20S}
        mitigation:
          text: Wait.
          commands: [incident stop]
          recovery:
            - {console: /faults, at: /faults/payment/active, is: "false"}
          within: PT30S
        answer:
          cause: payment-slow
          choice: The provider is slow
          accepts: [slow-payment]
          text: It is slow.
        """;

    private TestIncident() {}

    /** Returns the incidents in a folder with this file only. */
    static Incidents in(Path folder, String yaml) throws IOException {
        Files.writeString(folder.resolve("orders-wait.yaml"), yaml);
        return Incidents.in(folder);
    }
}
