import CCurl

/// libcurl, loaded by whoever asks first: with what it stands on, it costs several milliseconds that no screen waits for.
enum HTTPLibrary {
  /// Why it cannot be used; nil once it is loaded.
  static let problem: String? = ccurl_load().map { String(cString: $0) }
}
