package stage5.order.reading;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Restricts a resource method to the customer who owns the order {@code {id}} of the path. Needed for streams: a stream has
 * begun its response when the method returns, so it can no longer end with a 404.
 */
@NameBinding
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface OwnerOnly {}
