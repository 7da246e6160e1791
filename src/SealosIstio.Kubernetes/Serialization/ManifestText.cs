using System.Text;

namespace SealosIstio.Kubernetes.Serialization;

/// <summary>Gets the text of a manifest, within the limits.</summary>
internal static class ManifestText
{
    /// <summary>Reads to the end, or just past the limit, which the reader of manifests then reports.</summary>
    public static string Read(TextReader reader, int maxLength = ManifestLimits.MaxFileLength)
    {
        var text = new StringBuilder();
        var chunk = new char[16 * 1024];
        while (text.Length <= maxLength && reader.Read(chunk, 0, chunk.Length) is > 0 and var count)
            text.Append(chunk, 0, count);
        return text.ToString();
    }

    /// <summary>Reads a file of UTF-8, or of UTF-16 or UTF-32 with a byte order mark.</summary>
    /// <returns>False when it holds something else; the error then says where.</returns>
    public static bool TryReadFile(string path, out string text, out ManifestItem error)
    {
        error = null!;
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        try
        {
            text = Read(reader);
            return true;
        }
        catch (DecoderFallbackException)
        {
            text = "";
            file.Position = 0;
            error = NotText(path, LineOfInvalidByte(file));
            return false;
        }
    }

    private static ManifestItem NotText(string path, int line)
    {
        var problem = new ManifestError(
            path,
            line,
            1,
            1,
            null,
            null,
            "The file isn't UTF-8 text.",
            "Save it as UTF-8; binary data belongs in base64."
        );
        return new ManifestItem(path, line, 1, null, problem);
    }

    private static int LineOfInvalidByte(Stream file)
    {
        var decoder = new UTF8Encoding(false, throwOnInvalidBytes: true).GetDecoder();
        var line = 1;
        Span<byte> one = stackalloc byte[1];
        Span<char> chars = stackalloc char[4];
        using var buffered = new BufferedStream(file, 64 * 1024);
        while (buffered.Read(one) == 1)
        {
            try
            {
                decoder.GetChars(one, chars, flush: false);
            }
            catch (DecoderFallbackException)
            {
                break;
            }
            if (one[0] == '\n')
                line++;
        }
        return line;
    }
}
