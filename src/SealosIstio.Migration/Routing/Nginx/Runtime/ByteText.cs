using System.Text;

namespace SealosIstio.Migration.Routing.Nginx.Runtime;

/// <summary>nginx compares bytes. A text that stands for bytes has one character for each, up to U+00FF.</summary>
internal static class ByteText
{
    /// <summary>The bytes of a text in UTF-8.</summary>
    public static string From(string text) =>
        Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));
}
