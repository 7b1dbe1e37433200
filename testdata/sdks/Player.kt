package com.example.player

import android.content.SharedPreferences
import com.google.firebase.remoteconfig.FirebaseRemoteConfig
import com.google.firebase.remoteconfig.get
import com.launchdarkly.sdk.android.LDClient
import com.posthog.PostHog
import dev.openfeature.kotlin.sdk.OpenFeatureAPI
import io.getunleash.android.Unleash
import org.togglz.core.Feature
import org.togglz.core.manager.FeatureManager

enum class Toggle : Feature { SMOOTH, LOUD } // ~ declares SMOOTH declares LOUD

class Player(
    private val ld: LDClient,
    private val unleash: Unleash,
    private val remoteConfig: FirebaseRemoteConfig,
    private val toggles: FeatureManager,
    private val prefs: SharedPreferences,
) {
    private val openFeature = OpenFeatureAPI.getClient("player")

    // ld.boolVariation("in a comment", false)
    fun actions(cache: Map<String, Boolean>): List<String> = buildList {
        if (unleash.isEnabled("player.words", defaultValue = true)) add("words") // ~ player.words
        val quality = ld.stringVariation(QUALITY, "high") // ~ stream-rate
        val queue = remoteConfig.getBoolean("mixed_queue") && prefs.getBoolean("mixed_queue", false) // ~ mixed_queue
        if (queue || remoteConfig["queue_size"].asLong() > 10) add(quality) // ~ queue_size
        if (toggles.isActive(Toggle.SMOOTH)) add("smooth") // ~ SMOOTH
        val tips = openFeature.getBooleanValue("player-tips", false) // ~ player-tips
        val chapters = PostHog.isFeatureEnabled("chapters") // ~ chapters
        if (tips || chapters || cache.getValue("chapters")) add("isEnabled(\"in a text\")")
        Speaker().boolVariation("stream-rate", true)
    }

    private class Speaker {
        fun boolVariation(side: String, loud: Boolean) = loud && side.isNotEmpty()
    }

    companion object {
        private const val QUALITY = "stream-rate" // ~ declares stream-rate
    }
}
