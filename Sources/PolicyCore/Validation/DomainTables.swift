/// Domains that are known to be shared by strangers.
enum DomainTables {
  /// Where anybody gets a mailbox.
  ///
  /// Each is documented by its provider as a consumer mailbox domain: Google, Microsoft, Yahoo and AOL, Apple, Proton,
  /// GMX and WEB.DE, Deutsche Telekom, Orange, Free, Libero, Yandex, Mail.ru, Tencent, NetEase, Sina, Zoho, Fastmail,
  /// Tuta, Comcast, AT&T.
  static let consumerMailboxes: Set<String> = [
    "gmail.com", "googlemail.com",
    "outlook.com", "hotmail.com", "live.com", "msn.com", "outlook.de", "outlook.fr", "hotmail.co.uk", "hotmail.fr",
    "yahoo.com", "ymail.com", "rocketmail.com", "aol.com", "yahoo.co.uk", "yahoo.co.jp", "yahoo.de", "yahoo.fr",
    "icloud.com", "me.com", "mac.com",
    "proton.me", "protonmail.com", "pm.me",
    "gmx.com", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "mail.com", "t-online.de",
    "orange.fr", "free.fr", "laposte.net", "libero.it",
    "yandex.ru", "yandex.com", "mail.ru", "qq.com", "163.com", "126.com", "sina.com",
    "zohomail.com", "fastmail.com", "tutanota.com", "tuta.io", "comcast.net", "att.net",
  ]

  /// Services that send in everybody's name, so that a policy for them lets everybody's mail through.
  ///
  /// PayPal, Docusign and Shopify are named on Cloudflare's page on allow policies; the others work in the same way, by
  /// their own documentation: anybody with an account sends from the shared domain.
  static let sharedServices: Set<String> = [
    "paypal.com", "docusign.net", "docusign.com", "shopify.com", "shopifyemail.com",
    "intuit.com", "dropbox.com", "wetransfer.com", "sharepointonline.com", "adobesign.com", "hellosign.com",
    "sendgrid.net", "mailchimp.com", "mcsv.net", "mailgun.org", "amazonses.com", "salesforce.com", "zendesk.com",
    "surveymonkey.com", "eventbrite.com", "stripe.com", "squareup.com", "calendly.com",
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
