package dev.gitexport.git;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// Both sides of a TLS connection, as PEM text; empty text for what is not given.
///
/// @param authorities whose certificates are believed; empty for the ones that Java comes with
/// @param certificate of the client, with its chain
/// @param key of the client: PKCS #8, or PKCS #1 for RSA
public record Trust(String authorities, String certificate, String key) {

  /// @throws IllegalArgumentException when a part is no PEM, naming the Secret's key
  public Trust {
    if (certificate.isBlank() != key.isBlank()) {
      throw new IllegalArgumentException("tls.crt and tls.key go together: give both or none");
    }
    context(authorities, certificate, key);
  }

  public static Trust system() {
    return new Trust("", "", "");
  }

  /// The same without saying who it is.
  Trust anonymous() {
    return new Trust(authorities, "", "");
  }

  SSLContext context() {
    return context(authorities, certificate, key);
  }

  private static SSLContext context(String authorities, String certificate, String key) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity(certificate, key), believed(authorities), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("TLS cannot be set up: " + e.getMessage(), e);
    }
  }

  private static KeyManager[] identity(String certificate, String key)
      throws GeneralSecurityException, IOException {
    if (key.isBlank()) {
      return new KeyManager[0];
    }
    KeyStore store = empty();
    Certificate[] chain = certificates("tls.crt", certificate).toArray(new Certificate[0]);
    store.setKeyEntry("client", PemKey.read("tls.key", key), new char[0], chain);
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static TrustManager[] believed(String authorities)
      throws GeneralSecurityException, IOException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    if (authorities.isBlank()) {
      factory.init((KeyStore) null);
    } else {
      KeyStore store = empty();
      for (Certificate authority : certificates("ca.crt", authorities)) {
        store.setCertificateEntry("ca-" + store.size(), authority);
      }
      factory.init(store);
    }
    return factory.getTrustManagers();
  }

  private static Collection<? extends Certificate> certificates(String name, String pem) {
    try {
      var found =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(pem.getBytes(US_ASCII)));
      if (!found.isEmpty()) {
        return found;
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(name + " holds no certificate in PEM form", e);
    }
    throw new IllegalArgumentException(name + " holds no certificate in PEM form");
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  @Override
  public String toString() {
    return "Trust[…]";
  }
}
