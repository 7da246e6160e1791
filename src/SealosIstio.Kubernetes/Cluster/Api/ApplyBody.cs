using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SealosIstio.Kubernetes.Model;
using SealosIstio.Kubernetes.Serialization;

namespace SealosIstio.Kubernetes.Cluster.Api;

/// <summary>The body of a server-side apply: the wanted fields, without what only the server may set.</summary>
internal static class ApplyBody
{
    private static readonly string[] ServerFields =
    [
        "managedFields",
        "resourceVersion",
        "uid",
        "creationTimestamp",
        "generation",
        "selfLink",
        "deletionTimestamp",
        "deletionGracePeriodSeconds",
    ];

    public static byte[] Create(KubernetesObject desired)
    {
        var body = KubernetesJson.SerializeToUtf8Bytes(desired);
        return IsReady(body) ? body : Rewrite(KubernetesJson.ToJsonObject(desired));
    }

    /// <summary>Whether JSON can be sent as it is: most objects that are converted have none of all this.</summary>
    private static bool IsReady(ReadOnlySpan<byte> json)
    {
        if (json.IndexOfAnyInRange((byte)0x7f, (byte)0xff) >= 0 || json.IndexOf("\\u"u8) >= 0)
            return false;
        var reader = new Utf8JsonReader(json);
        var isMetadata = false;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.CurrentDepth == 1)
            {
                if (reader.ValueTextEquals("status"u8))
                    return false;
                isMetadata = reader.ValueTextEquals("metadata"u8);
                if (!isMetadata)
                    reader.Skip();
            }
            else if (isMetadata && reader.CurrentDepth == 2)
            {
                foreach (var field in ServerFields)
                    if (reader.ValueTextEquals(field))
                        return false;
                reader.Skip();
            }
        }
        return true;
    }

    private static byte[] Rewrite(JsonObject item)
    {
        item.Remove("status");
        if (item["metadata"] is JsonObject metadata)
        {
            foreach (var field in ServerFields)
                metadata.Remove(field);
        }
        return Encoding.UTF8.GetBytes(ToYaml(item.ToJsonString()));
    }

    /// <summary>
    /// An apply patch is read as YAML, where JSON is at home but for the way some characters are written. YAML knows no
    /// escaped surrogate pairs, as which .NET writes everything beyond the BMP; it refuses control characters, drops a byte
    /// order mark and folds the Unicode line breaks to a space, so those are escaped.
    /// </summary>
    private static string ToYaml(string json)
    {
        var text = new StringBuilder(json.Length);
        for (var i = 0; i < json.Length; i++)
        {
            var c = json[i];
            if (c == '\\' && json[i + 1] == 'u' && char.IsHighSurrogate(EscapedAt(json, i)))
            {
                text.Append(EscapedAt(json, i)).Append(EscapedAt(json, i + 6));
                i += 11;
            }
            else if (c == '\\')
            {
                text.Append(c).Append(json[++i]);
            }
            else if (c is (>= '\u007f' and <= '\u009f') or '\u2028' or '\u2029' or '\ufeff' or '\ufffe' or '\uffff')
            {
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            }
            else
            {
                text.Append(c);
            }
        }
        return text.ToString();
    }

    /// <summary>The UTF-16 code unit that the escape at an index stands for.</summary>
    private static char EscapedAt(string json, int index) =>
        (char)ushort.Parse(json.AsSpan(index + 2, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
