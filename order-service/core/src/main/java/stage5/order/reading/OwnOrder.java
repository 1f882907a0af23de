package stage5.order.reading;

import jakarta.ws.rs.NameBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets a method run only if the order {@code {id}} of its path is the caller's. For streams: once a method has returned
 * one, the response has begun, and it is too late for a 404.
 */
@NameBinding
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface OwnOrder {}
