package stage5.load.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes files as {@code aws ssm get-parameters-by-path} does. */
final class ParameterFile {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ParameterFile() {}

    /** Writes the values by parameter name; returns the file. */
    static Path write(Path file, Map<String, String> values) throws IOException {
        ObjectNode document = JSON.createObjectNode();
        var parameters = document.putArray("Parameters");
        values.forEach((name, value) ->
                parameters.addObject().put("Name", name).put("Type", "String").put("Value", value));
        return Files.writeString(file, document.toString());
    }
}
