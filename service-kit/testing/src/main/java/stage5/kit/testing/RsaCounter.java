package stage5.kit.testing;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.util.concurrent.atomic.AtomicInteger;

/** A security provider that counts verifications of RSA signatures and delegates to the JDK's own provider. */
public final class RsaCounter extends Provider {

    private static final long serialVersionUID = 1L;
    private static final String ALGORITHM = "SHA256withRSA";
    private static final AtomicInteger VERIFICATIONS = new AtomicInteger();

    private RsaCounter() {
        super("RsaCounter", "1", "Counts verifications");
        put("Signature." + ALGORITHM, CountingSignature.class.getName());
    }

    /** Returns how many RSA signatures are verified during some work. */
    public static int verificationsDuring(Runnable work) {
        RsaCounter counter = new RsaCounter();
        Security.insertProviderAt(counter, 1);
        try {
            int before = VERIFICATIONS.get();
            work.run();
            return VERIFICATIONS.get() - before;
        } finally {
            Security.removeProvider(counter.getName());
        }
    }

    /** Instantiated by the JDK, by name. */
    public static final class CountingSignature extends SignatureSpi {

        private final Signature delegate;

        public CountingSignature() throws NoSuchAlgorithmException, NoSuchProviderException {
            this.delegate = Signature.getInstance(ALGORITHM, "SunRsaSign");
        }

        @Override
        protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
            delegate.initVerify(key);
        }

        @Override
        protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
            delegate.initSign(key);
        }

        @Override
        protected void engineUpdate(byte b) throws SignatureException {
            delegate.update(b);
        }

        @Override
        protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
            delegate.update(bytes, offset, length);
        }

        @Override
        protected byte[] engineSign() throws SignatureException {
            return delegate.sign();
        }

        @Override
        protected boolean engineVerify(byte[] signature) throws SignatureException {
            VERIFICATIONS.incrementAndGet();
            return delegate.verify(signature);
        }

        @Override
        @Deprecated
        protected void engineSetParameter(String name, Object value) {
            throw new UnsupportedOperationException("RS256 has no parameters");
        }

        @Override
        @Deprecated
        protected Object engineGetParameter(String name) {
            throw new UnsupportedOperationException("RS256 has no parameters");
        }
    }
}
