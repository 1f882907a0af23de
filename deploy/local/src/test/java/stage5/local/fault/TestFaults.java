package stage5.local.fault;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import stage5.local.http.Json;

/** Faults for tests, by the names of their settings. */
public final class TestFaults {

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestFaults() {}

    /** Returns a fault with these settings and the defaults of all others, as if the console had received them. */
    public static <S extends FaultSettings> S of(Class<S> type, Map<String, Object> settings) {
        return Json.convert(JSON.valueToTree(settings), type);
    }
}
