import Values
import CCurl

/// What is the same for every request to one API.
struct TransferSettings: Sendable {
  /// A PEM file of the only certificate authorities to trust, instead of the system's.
  var caFile: String?
  var proxy: Proxy?
  /// The port that is asked for, which tells the server from a proxy.
  var port: Int
  var connectTimeout: Duration
  /// The longest body that is taken, unpacked.
  var longestBody: Int
}

/// Sets libcurl's options for one transfer, and keeps the first complaint: an option that an older library does not know
/// must not be left out in silence.
struct TransferOptions {
  let easy: OpaquePointer
  private(set) var complaint: Int32 = 0

  init(_ easy: OpaquePointer) {
    self.easy = easy
  }

  mutating func note(_ code: Int32) {
    if complaint == 0 { complaint = code }
  }

  mutating func set<Option: BinaryInteger>(_ option: Option, _ value: Int) {
    note(ccurl_set_long(easy, Int32(option), value))
  }

  mutating func set<Option: BinaryInteger>(_ option: Option, _ text: String?) {
    note(ccurl_set_text(easy, Int32(option), text))
  }

  /// Milliseconds, at least one: none would mean no limit.
  mutating func set<Option: BinaryInteger>(_ option: Option, _ time: Duration) {
    let milliseconds = (time / .milliseconds(1)).rounded(.up)
    set(option, Int(min(max(milliseconds, 1), 1e9)))
  }

  /// What holds for every request.
  mutating func apply(_ settings: TransferSettings) {
    set(CCURLOPT_PROTOCOLS_STR, "http,https")
    set(CCURLOPT_FOLLOWLOCATION, 0)
    set(CCURLOPT_PATH_AS_IS, 1)
    set(CCURLOPT_HTTP09_ALLOWED, 0)
    set(CCURLOPT_NETRC, 0)
    set(CCURLOPT_NOSIGNAL, 1)
    set(CCURLOPT_NOPROGRESS, 1)
    // Or giving up would wait for the look-up of the name.
    set(CCURLOPT_QUICK_EXIT, 1)
    set(CCURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout)
    set(CCURLOPT_BUFFERSIZE, 256 << 10)
    // All that the library can unpack.
    set(CCURLOPT_ACCEPT_ENCODING, "")

    set(CCURLOPT_SSL_VERIFYPEER, 1)
    set(CCURLOPT_SSL_VERIFYHOST, 2)
    set(CCURLOPT_SSLVERSION, Int(CCURL_SSLVERSION_TLSv1_2))
    if let file = settings.caFile {
      // Without the system's folder, which would be trusted besides.
      set(CCURLOPT_CAINFO, file)
      set(CCURLOPT_CAPATH, nil as String?)
      set(CCURLOPT_PROXY_CAINFO, file)
      set(CCURLOPT_PROXY_CAPATH, nil as String?)
    }

    // Never left to the library's own look at the environment: it would go to this machine through a proxy.
    set(CCURLOPT_PROXY, settings.proxy?.url.revealed ?? "")
    set(CCURLOPT_NOPROXY, settings.proxy?.exceptions ?? "")
    set(CCURLOPT_PROXYAUTH, CCURLAUTH_KNOWN)
    set(CCURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
  }
}
