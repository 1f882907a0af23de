/** Constraints of texts in requests. */
package stage5.kit.web.text;
