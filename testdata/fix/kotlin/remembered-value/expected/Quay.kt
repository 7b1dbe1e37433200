package harbour

import androidx.compose.runtime.Composable
import com.google.firebase.remoteconfig.FirebaseRemoteConfig

@Composable
fun Quay(config: FirebaseRemoteConfig) {
    Lamps()
}
