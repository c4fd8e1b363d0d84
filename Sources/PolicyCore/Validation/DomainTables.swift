/// Domains that are known to be shared by strangers.
enum DomainTables {
  /// Where anybody gets a mailbox.
  ///
  /// The domains of Google, Microsoft, Yahoo and AOL, Apple, Proton, GMX, WEB.DE and mail.com, Deutsche Telekom, Orange,
  /// Free, La Poste, Libero, Yandex, Mail.ru, Tencent, NetEase, Sina, Zoho, Fastmail, Tuta, Comcast and AT&T, as far as
  /// they give mailboxes to private persons: those that are met most, since a list of all would never be complete.
  static let consumerMailboxes: Set<String> = [
    "gmail.com", "googlemail.com",
    "outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "outlook.fr", "hotmail.co.uk", "hotmail.fr",
    "yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.co.uk", "yahoo.co.jp", "yahoo.de", "yahoo.fr",
    "icloud.com", "me.com", "mac.com",
    "proton.me", "protonmail.com", "pm.me",
    "gmx.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "mail.com", "t-online.de",
    "orange.fr", "free.fr", "laposte.net", "libero.it",
    "yandex.ru", "yandex.com", "mail.ru", "qq.com", "163.com", "126.com", "sina.com",
    "zohomail.com", "fastmail.com", "tutanota.com", "tuta.com", "tuta.io", "comcast.net", "att.net",
  ]

  /// Services that send in everybody's name, so that a policy for them lets everybody's mail through.
  ///
  /// PayPal, Docusign and Shopify are named on Cloudflare's page on allow policies as services for which none should be
  /// made; the others work in the same way: whoever has an account sends from the shared domain.
  static let sharedServices: Set<String> = [
    "paypal.com", "docusign.net", "docusign.com", "shopify.com", "shopifyemail.com",
    "intuit.com", "stripe.com", "squareup.com", "adobesign.com", "echosign.com", "hellosign.com",
    "dropbox.com", "wetransfer.com", "sharepointonline.com", "salesforce.com", "zendesk.com",
    "sendgrid.net", "mailchimp.com", "mcsv.net", "mandrillapp.com", "mailgun.org", "amazonses.com",
    "surveymonkeyuser.com", "eventbrite.com", "calendly.com",
  ]

  /// The longest name of a table that a name is, or is below.
  static func entry(for name: some StringProtocol, in table: Set<String>) -> String? {
    var rest = Substring(name)
    while !table.contains(String(rest)) {
      guard let dot = rest.utf8.firstIndex(of: UInt8(ascii: ".")) else { return nil }
      rest = rest[rest.utf8.index(after: dot)...]
    }
    return String(rest)
  }
}
