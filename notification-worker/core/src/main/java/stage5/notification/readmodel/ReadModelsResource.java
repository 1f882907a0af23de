package stage5.notification.readmodel;

import io.quarkus.arc.All;
import jakarta.ws.rs.Path;
import java.util.List;
import stage5.kit.events.projection.ReadModel;
import stage5.kit.events.projection.ReadModelsApi;
import stage5.kit.events.projection.Rebuilding;

/** {@code /api/read-models}: the state of the read model, its rebuild and rollback. For administrators. */
@Path("/api/read-models")
public class ReadModelsResource extends ReadModelsApi {

    ReadModelsResource(@All List<ReadModel> models, Rebuilding rebuilding) {
        super(models, rebuilding);
    }
}
