/** Digests of texts and documents. */
package stage5.kit.web.hash;
