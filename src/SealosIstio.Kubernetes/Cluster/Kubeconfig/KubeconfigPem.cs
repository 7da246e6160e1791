using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace SealosIstio.Kubernetes.Cluster.Kubeconfig;

/// <summary>Reads the PEM that an entry carries as data (base64) or names as a file; both at once are refused, as by kubectl.</summary>
internal static class KubeconfigPem
{
    /// <summary>The certificates, in order; null when the entry has neither data nor file.</summary>
    public static X509Certificate2Collection? Certificates(
        string fieldName,
        string? data,
        string? file,
        Func<string, KubeconfigPlace> place
    )
    {
        var (text, where) = Text(fieldName, data, file, place);
        return text is null ? null : Certificates(text, where);
    }

    /// <summary>The certificates of a PEM text, in order.</summary>
    public static X509Certificate2Collection Certificates(string text, KubeconfigPlace where)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            certificates.ImportFromPem(text);
        }
        catch (CryptographicException e)
        {
            throw Invalid(where, $"holds a certificate that can't be read: {e.Message}", e);
        }
        return certificates.Count > 0
            ? certificates
            : throw Invalid(
                where,
                "holds no certificate; it must be PEM, with a block that begins with -----BEGIN CERTIFICATE-----."
            );
    }

    /// <summary>The PEM text and where it came from; null text when the entry has neither data nor file.</summary>
    public static (string? Text, KubeconfigPlace Place) Text(
        string fieldName,
        string? data,
        string? file,
        Func<string, KubeconfigPlace> place
    )
    {
        if (!string.IsNullOrEmpty(data) && !string.IsNullOrEmpty(file))
            throw Invalid(place(fieldName), $"stands beside {fieldName}-data; remove one of the two.");
        if (!string.IsNullOrEmpty(data))
            return (Decode(data, place($"{fieldName}-data")), place($"{fieldName}-data"));
        return string.IsNullOrEmpty(file) ? (null, default) : (ReadFile(file, place(fieldName)), place(fieldName));
    }

    /// <summary>The text of a file that an entry names.</summary>
    public static string ReadFile(string path, KubeconfigPlace place)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            var problem = e is FileNotFoundException or DirectoryNotFoundException ? "doesn't exist" : e.Message;
            throw Invalid(place, $"{path}: {problem}", e);
        }
    }

    public static KubeconfigException Invalid(KubeconfigPlace place, string problem, Exception? cause = null) =>
        new(KubeconfigFailure.CredentialInvalid, problem, place, cause);

    private static string Decode(string data, KubeconfigPlace place)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(data));
        }
        catch (FormatException e)
        {
            throw Invalid(place, "isn't base64; for a path use the field without -data.", e);
        }
    }
}
