#ifndef POSTERN_CTLS_SHIM_H
#define POSTERN_CTLS_SHIM_H

/* Debian and Ubuntu: libssl-dev. For tests alone: servers that speak TLS, and a second opinion on hashes. */
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

static inline int ctls_add(X509 *certificate, int kind, const char *value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
  X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
  int added = extension && X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
  return added;
}

/* What a server needs to speak TLS as `name` ("DNS:…" or "IP:…"), with a new key and a certificate that signed itself and
   may vouch for others; the certificate goes to `pem` as text. NULL where OpenSSL refuses. */
static inline SSL_CTX *_Nullable ctls_server(const char *_Nonnull name, char *_Nonnull pem, int size) {
  EVP_PKEY *key = EVP_EC_gen("P-256");
  X509 *certificate = X509_new();
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (!key || !certificate || !context) return NULL;
  X509_set_version(certificate, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  ASN1_TIME_set_string(X509_getm_notBefore(certificate), "20200101000000Z");
  ASN1_TIME_set_string(X509_getm_notAfter(certificate), "20490101000000Z");
  X509_NAME *subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)"Postern test", -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_set_pubkey(certificate, key);
  if (!ctls_add(certificate, NID_basic_constraints, "critical,CA:TRUE")) return NULL;
  if (!ctls_add(certificate, NID_subject_alt_name, name)) return NULL;
  if (!X509_sign(certificate, key, EVP_sha256())) return NULL;
  BIO *text = BIO_new(BIO_s_mem());
  PEM_write_bio_X509(text, certificate);
  int count = BIO_read(text, pem, size - 1);
  BIO_free(text);
  if (count <= 0) return NULL;
  pem[count] = 0;
  int ready = SSL_CTX_use_certificate(context, certificate) == 1 && SSL_CTX_use_PrivateKey(context, key) == 1;
  X509_free(certificate);
  EVP_PKEY_free(key);
  return ready ? context : NULL;
}

#endif
