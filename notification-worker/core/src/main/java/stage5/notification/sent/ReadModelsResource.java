package stage5.notification.sent;

import io.quarkus.arc.All;
import jakarta.ws.rs.Path;
import java.util.List;
import stage5.kit.view.ReadModel;
import stage5.kit.view.ReadModelsApi;
import stage5.kit.view.Rebuilding;

/** The read models of this service. */
@Path("/api/read-models")
public class ReadModelsResource extends ReadModelsApi {

    ReadModelsResource(@All List<ReadModel> models, Rebuilding rebuilding) {
        super(models, rebuilding);
    }
}
